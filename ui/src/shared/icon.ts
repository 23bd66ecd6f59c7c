// The type of a line icon as components pass it around.
import type { Component } from 'svelte';

export type LineIcon = Component<{ size?: number | string; strokeWidth?: number | string; class?: string }>;
