// Swagger UI without its top bar, which would load descriptions from elsewhere. Keys that are entered stay in this tab's
// memory; nothing is sent to a validator, or to any other server.
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
