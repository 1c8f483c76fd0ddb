package io.marketbell.callback;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;

/** Signs and sends one callback and classifies the response. */
record CallbackAttempts(
        CallbackSender sender, SigningSecrets secrets, CallbackAllowlist allowlist, InstantSource clock) {
    private static final Logger LOG = System.getLogger(CallbackAttempts.class.getName());

    /**
     * @param status the response status; 0 if there was no response
     * @param detail a description of the failure, without secrets; null on success
     * @param isFinal whether a retry cannot succeed
     */
    record Ended(Callback callback, int status, String detail, boolean isFinal) {

        boolean isDelivered() {
            return status / 100 == 2;
        }

        /** Returns whether the host is available. A host that rejects this callback may still accept others. */
        boolean isHostAvailable() {
            return isFinal || status > 0 && status < 500 && status != 429;
        }
    }

    boolean canSign() {
        return secrets.areReadable();
    }

    /** Never completes exceptionally. */
    CompletionStage<Ended> attempt(Callback callback) {
        try {
            if (allowlist.refusal(callback.url()).isPresent()) {
                return unsent(callback, "the host is no longer allowed");
            }
            String publisher = callback.notification().publisher();
            Optional<String> secret = secrets.of(publisher);
            if (secret.isEmpty()) {
                return unsent(callback, "the publisher has no callback secret");
            }
            String body = callback.body(callback.attempts() + 1);
            long timestamp = clock.instant().getEpochSecond();
            Map<String, String> headers = new HashMap<>();
            headers.put(CallbackSignature.TIMESTAMP_HEADER, Long.toString(timestamp));
            headers.put(CallbackSignature.SIGNATURE_HEADER, CallbackSignature.of(secret.get(), timestamp, body));
            secrets.previous(publisher)
                    .ifPresent(previous -> headers.put(
                            CallbackSignature.PREVIOUS_SIGNATURE_HEADER,
                            CallbackSignature.of(previous, timestamp, body)));
            return sender.post(URI.create(callback.url()), headers, body)
                    .handle((status, failure) ->
                            failure == null ? answered(callback, status) : failed(callback, failure));
        } catch (RuntimeException | Error e) {
            return CompletableFuture.completedFuture(failed(callback, e));
        }
    }

    private static CompletionStage<Ended> unsent(Callback callback, String why) {
        return CompletableFuture.completedFuture(new Ended(callback, 0, why, true));
    }

    private static Ended answered(Callback callback, int status) {
        return new Ended(callback, status, status / 100 == 2 ? null : "the callback returned status " + status, false);
    }

    /**
     * The detail is for publishers and operators, so it has no class names. The message of the exception is not used:
     * it may contain the URL, which may contain the publisher's secrets.
     */
    private static Ended failed(Callback callback, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String detail;
        if (cause instanceof CallbackAllowlist.AddressRefused refused) {
            detail = refused.getMessage();
        } else if (cause instanceof UnknownHostException) {
            detail = "the host name cannot be resolved";
        } else if (cause instanceof ConnectException) {
            detail = "the connection failed";
        } else if (cause instanceof TimeoutException || cause instanceof InterruptedIOException) {
            detail = "the callback timed out";
        } else if (cause instanceof SSLException) {
            detail = "the TLS connection failed; check the certificate of the host";
        } else if (cause instanceof IOException || cause instanceof HttpException) {
            detail = "the connection ended before a valid response";
        } else {
            LOG.log(
                    Level.DEBUG,
                    "a callback could not be sent: {0}",
                    cause.getClass().getName());
            detail = "the callback could not be sent";
        }
        return new Ended(callback, 0, detail, false);
    }
}
