package io.marketbell.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Produces the beans of this package. */
@ApplicationScoped
class ChannelBeans {

    @Produces
    @Singleton
    ChannelSettings settings(Config config) {
        return ChannelSettings.of(config);
    }
}
