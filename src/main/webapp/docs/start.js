// Swagger UI without its top bar, which could load descriptions from other servers. Entered keys stay in this tab's
// memory; nothing is sent to a validator or to any other server.
//
// Theme as in the dashboard: the user's choice there, otherwise the system's preference.
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const shade = () => document.documentElement.classList.toggle('dark-mode',
  (document.documentElement.dataset.theme ?? (systemDark.matches ? 'dark' : 'light')) === 'dark');
systemDark.addEventListener('change', shade);
shade();

window.ui = window.SwaggerUIBundle({
  url: '/openapi',
  dom_id: '#api',
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  filter: true,
  persistAuthorization: false,
  queryConfigEnabled: false,
  tryItOutEnabled: true,
  validatorUrl: null,
});
