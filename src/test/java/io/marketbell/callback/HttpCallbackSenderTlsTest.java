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

/** Webhooks over TLS: a callback is sent only to a server with a trusted certificate. */
class HttpCallbackSenderTlsTest {
    @TempDir
    static Path directory;

    private static Certificates ours;
    private static Certificates ofAnotherHost;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ours = Certificates.signedByItself(directory, "ip:127.0.0.1");
        ofAnotherHost = Certificates.signedByItself(directory, "dns:hooks.example.com");
    }

    private static int post(WebhookReceiver webhookReceiver, SSLContext trust) {
        CallbackAllowlist allowlist = new CallbackAllowlist(List.of("127.0.0.1"));
        try (HttpCallbackSender sender = new HttpCallbackSender(() -> new HttpReactor(
                new GuardedResolver(SystemDefaultDnsResolver.INSTANCE, allowlist),
                Duration.ofSeconds(10),
                4,
                4,
                Thread::new,
                trust))) {
            return sender.post(
                            URI.create(webhookReceiver.url("/fills")),
                            Map.of(CallbackSignature.TIMESTAMP_HEADER, "12"),
                            "{}")
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void receiverWithATrustedCertificateGetsTheCallback() throws Exception {
        try (WebhookReceiver webhookReceiver = WebhookReceiver.secured(ours.serving())) {
            assertThat(post(webhookReceiver, ours.trusting())).isEqualTo(204);

            assertThat(webhookReceiver.received).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("/fills");
                assertThat(request.body()).isEqualTo("{}");
            });
        }
    }

    @Test
    void receiverWithAnUntrustedCertificateGetsNothing() throws Exception {
        try (WebhookReceiver webhookReceiver = WebhookReceiver.secured(ours.serving())) {
            assertRefused(webhookReceiver, SSLContexts.createDefault());
        }
    }

    @Test
    void certificateOfAnotherHostIsRejected() throws Exception {
        try (WebhookReceiver webhookReceiver = WebhookReceiver.secured(ofAnotherHost.serving())) {
            assertRefused(webhookReceiver, ofAnotherHost.trusting());
        }
    }

    private static void assertRefused(WebhookReceiver webhookReceiver, SSLContext trust) {
        assertThatThrownBy(() -> post(webhookReceiver, trust))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SSLException.class);
        assertThat(webhookReceiver.received).isEmpty();
    }
}
