package io.marketbell.channel.websocket;

import io.marketbell.delivery.DisconnectReason;
import jakarta.websocket.CloseReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The texts of close frames that the application does not send itself. The container's contain class names and are in
 * the language of the machine; a client's own text would be returned to it without inspection. The container calls
 * {@code onClose} before it sends the frame, and takes the text from the same object afterwards.
 */
final class ContainerCloseReason {
    static final int PROTOCOL_ERROR = 1002;

    private static final Logger LOG = System.getLogger(ContainerCloseReason.class.getName());
    private static final AtomicBoolean REPORTED = new AtomicBoolean();

    private static final Map<Integer, String> TEXTS = Map.of(
            PROTOCOL_ERROR,
            "invalid WebSocket frame",
            DisconnectReason.INVALID_UTF8.code(),
            DisconnectReason.INVALID_UTF8.phrase(),
            DisconnectReason.TOO_BIG.code(),
            DisconnectReason.TOO_BIG.phrase());

    private static final Set<String> OWN = Arrays.stream(DisconnectReason.values())
            .map(DisconnectReason::phrase)
            .collect(Collectors.toSet());

    private ContainerCloseReason() {}

    /** Returns the text to send instead of this one; an empty one if the code says everything. */
    static String text(int code, String given) {
        return OWN.contains(given) ? given : TEXTS.getOrDefault(code, "");
    }

    /** Replaces the text in the reason. Never throws. */
    static void replaceText(CloseReason reason) {
        if (reason == null || reason.getReasonPhrase() == null) {
            return;
        }
        String given = reason.getReasonPhrase();
        String text = text(reason.getCloseCode().getCode(), given);
        if (text.equals(given)) {
            return;
        }
        try {
            Field phrase = CloseReason.class.getDeclaredField("reasonPhrase");
            phrase.setAccessible(true);
            phrase.set(reason, text);
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            if (REPORTED.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "the close reasons of this server have an unknown class: close frames for invalid frames"
                                + " contain the server's own texts");
            }
        }
    }
}
