package io.marketbell.app;

import io.marketbell.apidocs.CommonParts;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The REST side of Marketbell; resources and providers are found by their annotations. */
@ApplicationPath("/api/v1")
@SecurityScheme(
        securitySchemeName = CommonParts.ROLES,
        type = SecuritySchemeType.OPENIDCONNECT,
        openIdConnectUrl = "carries roles only")
public class MarketbellApplication extends Application {}
