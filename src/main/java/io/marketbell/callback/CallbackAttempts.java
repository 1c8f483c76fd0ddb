package io.marketbell.callback;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** One attempt to tell one callback: signed, sent, and judged by its answer. */
final class CallbackAttempts {

    private final CallbackSender sender;
    private final SigningSecrets secrets;
    private final CallbackAllowlist allowlist;
    private final InstantSource clock;

    CallbackAttempts(CallbackSender sender, SigningSecrets secrets, CallbackAllowlist allowlist, InstantSource clock) {
        this.sender = sender;
        this.secrets = secrets;
        this.allowlist = allowlist;
        this.clock = clock;
    }

    /**
     * @param status what the callback answered; 0 where it did not
     * @param detail what went wrong, in words that hold no secret; null where nothing did
     * @param isFinal trying again would not help
     */
    record Ended(Callback callback, int status, String detail, boolean isFinal) {

        boolean isTold() {
            return status / 100 == 2;
        }

        /** Whether the host is at its post; one that refuses this callback may well take another. */
        boolean isHostWell() {
            return isFinal || status > 0 && status < 500 && status != 429;
        }
    }

    /** Never fails. */
    CompletionStage<Ended> attempt(Callback callback) {
        try {
            if (allowlist.refusal(callback.url()).isPresent()) {
                return unsent(callback, "the host is no longer allowed");
            }
            Optional<String> secret = secrets.of(callback.notification().publisher());
            if (secret.isEmpty()) {
                return unsent(callback, "the publisher has no callback secret");
            }
            String body = callback.body(callback.attempts() + 1);
            long timestamp = clock.instant().getEpochSecond();
            Map<String, String> headers = Map.of(
                    CallbackSignature.TIMESTAMP_HEADER,
                    Long.toString(timestamp),
                    CallbackSignature.SIGNATURE_HEADER,
                    CallbackSignature.of(secret.get(), timestamp, body));
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

    /** An exception's own message may quote the URL, and with it what the publisher hides there: only its kind is told. */
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
        } else if (cause instanceof TimeoutException || cause instanceof java.io.InterruptedIOException) {
            detail = "the callback timed out";
        } else {
            detail = cause.getClass().getSimpleName();
        }
        return new Ended(callback, 0, detail, false);
    }
}
