package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.ssl.SSLContexts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCallbackSenderTest {

    private WebhookReceiver webhookReceiver;
    private HttpCallbackSender sender;

    @BeforeEach
    void open() throws Exception {
        webhookReceiver = new WebhookReceiver();
        sender = sender(Duration.ofSeconds(5), "127.0.0.1:" + webhookReceiver.port());
    }

    @AfterEach
    void close() {
        sender.close();
        webhookReceiver.close();
    }

    @Test
    void postsJsonWithItsHeaders() {
        assertThat(post(webhookReceiver.url("/hook?token=1"), "{\"für\":1}")).isEqualTo(204);

        WebhookReceiver.ReceivedCallback request = webhookReceiver.received.get(0);
        assertThat(request.path()).isEqualTo("/hook?token=1");
        assertThat(request.body()).isEqualTo("{\"für\":1}");
        assertThat(request.header("Content-type")).startsWith("application/json");
        assertThat(request.header("X-marketbell-timestamp")).isEqualTo("12");
    }

    @Test
    void followsNoRedirect() {
        webhookReceiver.answers(exchange -> {
            exchange.getResponseHeaders().add("Location", webhookReceiver.url("/elsewhere"));
            exchange.sendResponseHeaders(307, -1);
        });

        assertThat(post(webhookReceiver.url("/hook"), "{}")).isEqualTo(307);
        assertThat(webhookReceiver.received).hasSize(1);
    }

    @Test
    void refusesAPrivateAddressThatIsNotListed() {
        try (HttpCallbackSender strict = sender(Duration.ofSeconds(5), "hooks.example.com")) {
            assertThatThrownBy(() -> strict.post(URI.create(webhookReceiver.url("/hook")), Map.of(), "{}")
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(CallbackAllowlist.AddressRefused.class);
        }
        assertThat(webhookReceiver.received).isEmpty();
    }

    @Test
    void reboundNameIsNotConnectedTo() {
        AtomicInteger asked = new AtomicInteger();
        DnsResolver rebinding = new FixedNames(host -> {
            // public on the first lookup, internal afterwards
            return asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2";
        });
        CallbackAllowlist allowlist = new CallbackAllowlist(List.of("hooks.example.com", "127.0.0.1"));
        try (HttpCallbackSender resolving = new HttpCallbackSender(() -> new HttpReactor(
                new GuardedResolver(rebinding, allowlist),
                Duration.ofSeconds(5),
                4,
                4,
                Thread::new,
                SSLContexts.createDefault()))) {
            URI url = URI.create("http://hooks.example.com:" + webhookReceiver.port() + "/hook");
            assertThat(resolving.post(url, Map.of(), "{}").toCompletableFuture().join())
                    .isEqualTo(204);
            assertThat(asked).hasValue(1);
            assertThat(webhookReceiver.received.get(0).header("Host"))
                    .isEqualTo("hooks.example.com:" + webhookReceiver.port());
        }
    }

    @Test
    void slowServerTimesOut() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        webhookReceiver.answers(exchange -> await(closing));
        try (HttpCallbackSender hasty = sender(Duration.ofMillis(300), "127.0.0.1")) {
            assertThatThrownBy(() -> hasty.post(URI.create(webhookReceiver.url("/hook")), Map.of(), "{}")
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfAny(TimeoutException.class, java.io.InterruptedIOException.class);
        } finally {
            closing.countDown();
        }
    }

    @Test
    void serverThatSendsOneByteAtATimeTimesOut() {
        CountDownLatch closing = new CountDownLatch(1);
        webhookReceiver.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100 && closing.getCount() > 0; i++) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
                await(closing, 100);
            }
        });
        try (HttpCallbackSender hasty = sender(Duration.ofMillis(500), "127.0.0.1")) {
            assertThatThrownBy(() -> hasty.post(URI.create(webhookReceiver.url("/hook")), Map.of(), "{}")
                            .toCompletableFuture()
                            .join())
                    .hasCauseInstanceOf(TimeoutException.class);
        } finally {
            closing.countDown();
        }
    }

    @Test
    void endedLibraryThreadIsReplaced() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (HttpCallbackSender watched = sender(task -> {
            Thread thread = new Thread(task);
            threads.add(thread);
            return thread;
        })) {
            assertThat(statusFrom(watched)).isEqualTo(204);
            threads.forEach(Thread::interrupt);
            Awaitility.await().until(() -> threads.stream().anyMatch(thread -> !thread.isAlive()));

            assertThat(statusFrom(watched)).isEqualTo(204);
        }
        Awaitility.await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void postFailsUntilThreadsCanBeStarted() {
        AtomicReference<ThreadFactory> factory = new AtomicReference<>(task -> {
            throw new OutOfMemoryError("planted");
        });
        try (HttpCallbackSender poor = sender(task -> factory.get().newThread(task))) {
            assertThatThrownBy(() -> statusFrom(poor)).hasRootCauseMessage("planted");
            factory.set(task -> new Thread(task) {
                @Override
                public synchronized void start() {
                    throw new OutOfMemoryError("planted as well");
                }
            });
            // newer JDKs start an executor's thread without this method: the attempt then fails with a timeout
            assertThatThrownBy(() -> statusFrom(poor)).isInstanceOf(CompletionException.class);
            factory.set(Thread::new);

            assertThat(statusFrom(poor)).isEqualTo(204);
        }
    }

    private int statusFrom(HttpCallbackSender from) {
        return from.post(URI.create(webhookReceiver.url("/hook")), Map.of(), "{}")
                .toCompletableFuture()
                .join();
    }

    private int post(String url, String body) {
        return sender.post(URI.create(url), Map.of(CallbackSignature.TIMESTAMP_HEADER, "12"), body)
                .toCompletableFuture()
                .join();
    }

    private static HttpCallbackSender sender(Duration patience, String... hosts) {
        return sender(patience, Thread::new, hosts);
    }

    private static HttpCallbackSender sender(ThreadFactory threads) {
        return sender(Duration.ofSeconds(5), threads, "127.0.0.1");
    }

    private static HttpCallbackSender sender(Duration patience, ThreadFactory threads, String... hosts) {
        CallbackAllowlist allowlist = new CallbackAllowlist(List.of(hosts));
        return new HttpCallbackSender(() -> new HttpReactor(
                new GuardedResolver(SystemDefaultDnsResolver.INSTANCE, allowlist),
                patience,
                4,
                4,
                threads,
                SSLContexts.createDefault()));
    }

    private static void await(CountDownLatch latch) {
        await(latch, 10_000);
    }

    private static void await(CountDownLatch latch, long milliseconds) {
        try {
            latch.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record FixedNames(java.util.function.UnaryOperator<String> addressOf) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return new InetAddress[] {InetAddress.getByName(addressOf.apply(host))};
        }

        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            return List.of(new InetSocketAddress(resolve(host)[0], port));
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
