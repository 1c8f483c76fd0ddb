package io.marketbell.app;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The REST side of Marketbell; resources and providers are found by their annotations. */
@ApplicationPath("/api/v1")
public class MarketbellApplication extends Application {}
