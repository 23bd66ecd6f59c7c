// The sections of the settings, in their order; each is named by the message `settings-` and its name.
export const settingsSections = [
  'appearance',
  'keys',
  'spend',
  'training',
  'network',
  'library',
  'updates',
  'about',
] as const;
export type SettingsSectionName = (typeof settingsSections)[number];
