package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks over TLS: what is told goes to nobody who cannot prove who it is. */
class HttpSenderTlsTest {
    @TempDir
    static Path directory;

    private static Certificates ours;
    private static Certificates ofAnotherHost;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ours = Certificates.signedByItself(directory, "ip:127.0.0.1");
        ofAnotherHost = Certificates.signedByItself(directory, "dns:hooks.example.com");
    }

    private static int post(Receiver receiver, SSLContext trust) {
        CallbackPolicy policy = new CallbackPolicy(List.of("127.0.0.1"));
        try (HttpSender sender = new HttpSender(
                new GuardedResolver(SystemDefaultDnsResolver.INSTANCE, policy),
                Duration.ofSeconds(10),
                4,
                4,
                Thread::new,
                trust)) {
            return sender.post(URI.create(receiver.url("/fills")), Map.of(Signature.TIMESTAMP_HEADER, "12"), "{}")
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void aReceiverWithATrustedCertificateIsTold() throws Exception {
        try (Receiver receiver = Receiver.secured(ours.serving())) {
            assertThat(post(receiver, ours.trusting())).isEqualTo(204);

            assertThat(receiver.received).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("/fills");
                assertThat(request.body()).isEqualTo("{}");
            });
        }
    }

    @Test
    void aReceiverThatNobodyVouchesForIsToldNothing() throws Exception {
        try (Receiver receiver = Receiver.secured(ours.serving())) {
            assertRefused(receiver, SSLContexts.createDefault());
        }
    }

    @Test
    void aCertificateOfAnotherHostIsNoProof() throws Exception {
        try (Receiver receiver = Receiver.secured(ofAnotherHost.serving())) {
            assertRefused(receiver, ofAnotherHost.trusting());
        }
    }

    private static void assertRefused(Receiver receiver, SSLContext trust) {
        assertThatThrownBy(() -> post(receiver, trust))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SSLException.class);
        assertThat(receiver.received).isEmpty();
    }
}
