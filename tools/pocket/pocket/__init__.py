"""Pocket: the small base model that ships with Blazon, and everything needed to make it again."""
