package io.marketbell.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {
    @Test
    void threadsAreNumberedDaemonsWithTheClassLoaderOfTheApplication() {
        ThreadFactory threads = DaemonThreads.named("orders-");

        threads.newThread(() -> {});
        Thread second = threads.newThread(() -> {});

        assertThat(second.getName()).isEqualTo("orders-2");
        assertThat(second.isDaemon()).isTrue();
        assertThat(second.getContextClassLoader()).isSameAs(DaemonThreads.class.getClassLoader());
    }
}
