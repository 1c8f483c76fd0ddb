/** Light or dark theme: the system's preference, unless the user has chosen one. */
const KEY = 'marketbell.theme';
const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');

export function isDark() {
  return (root.dataset.theme ?? (systemDark.matches ? 'dark' : 'light')) === 'dark';
}

/** Calls back on every theme change; returns a function that ends this. */
export function onThemeChange(then) {
  addEventListener('marketbell-theme', then);
  systemDark.addEventListener('change', then);
  return () => {
    removeEventListener('marketbell-theme', then);
    systemDark.removeEventListener('change', then);
  };
}

export function themeSwitch(button) {
  const label = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Use the ${isDark() ? 'light' : 'dark'} theme`);
  };
  button.addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    root.dataset.theme = next;
    localStorage.setItem(KEY, next);
    dispatchEvent(new Event('marketbell-theme'));
  });
  onThemeChange(label);
  label();
}
