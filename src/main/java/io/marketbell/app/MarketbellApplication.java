package io.marketbell.app;

import io.marketbell.apidocs.CommonParts;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The JAX-RS application. Resources and providers are discovered by their annotations. */
@ApplicationPath("/api/v1")
@SecurityScheme(
        securitySchemeName = CommonParts.ROLES,
        type = SecuritySchemeType.OPENIDCONNECT,
        openIdConnectUrl = "transports roles only")
public class MarketbellApplication extends Application {}
