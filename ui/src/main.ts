// Starts the window: the remembered looks first, so that nothing flashes, then the library.
import { mount } from 'svelte';
import { connectToTauri } from '$backend';
import { applyTheme } from '$features/settings/settingsState.svelte';
import { recall } from '$shared/remembered';
import { repairSystemLanguage } from '$shared/systemLanguage';
import { words } from '$shared/words.svelte';
import App from './App.svelte';
import './app.css';
import { Studio } from './studio.svelte';

repairSystemLanguage();

const remembered = recall();
words.speak(remembered.language);
applyTheme(remembered.theme);

const target = document.getElementById('window');
if (!target) throw new Error('index.html has no place for the window');
mount(App, { target, props: { studio: new Studio(connectToTauri()) } });
