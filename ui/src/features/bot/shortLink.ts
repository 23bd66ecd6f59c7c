// An address as a person says it. Must not know where it leads.
export const shortLink = (link: string): string => link.replace(/^https?:\/\//, '');
