// A classic script, not a module: it runs before the first paint, so that the wrong theme is not shown briefly.
{
  const chosen = localStorage.getItem('marketbell.theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
}
