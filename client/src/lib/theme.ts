import { readStored, writeStored } from './storage.ts'
import { createStore } from './store.ts'

/** The choice: what the system says, or one of the two. */
export type Theme = 'system' | 'light' | 'dark'
const themes: readonly Theme[] = ['system', 'light', 'dark']
const key = 'parley.theme'

const stored = (): Theme => themes.find((theme) => theme === readStored(key)) ?? 'system'

/** The chosen theme, watched by the switch and the toasts. */
export const theme = createStore<Theme>('system')

const apply = (choice: Theme): void => {
  const dark =
    choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', dark)
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light'
}

/** Applies the kept choice and follows the system from then on. Called once, before the first paint. */
export const startTheme = (): void => {
  theme.set(stored())
  apply(theme.get())
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => apply(theme.get()))
}

/** Takes and keeps a choice. */
export const chooseTheme = (choice: Theme): void => {
  writeStored(key, choice === 'system' ? null : choice)
  theme.set(choice)
  apply(choice)
}

/** The choice after this one, for a button that cycles. */
export const nextTheme = (choice: Theme): Theme =>
  themes[(themes.indexOf(choice) + 1) % themes.length] ?? 'system'
