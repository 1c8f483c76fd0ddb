package io.marketbell.channel.websocket;

import io.marketbell.channel.NameLimits;
import io.marketbell.channel.RequestRefusal;
import io.marketbell.fuzz.FuzzCheck;
import io.marketbell.injection.detector.InjectionDetector;
import io.marketbell.injection.detector.InjectionDetector.Origin;
import io.marketbell.json.StrictJson;
import io.marketbell.json.TextPolicy;
import java.nio.charset.StandardCharsets;

/** Frames of clients: any text is either a request, a fault with a reply of valid JSON, or the end of the connection. */
public final class FrameFuzz {
    private static final TextPolicy POLICY = (kind, place, text) ->
            InjectionDetector.inspect(text, Origin.TEXT).isPresent() ? "looks like an attack" : null;

    private static final int REPLY_DEPTH = 8;

    private FrameFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        ClientRequest request = ClientRequestParser.read(text, POLICY, NameLimits.DEFAULT);
        FuzzCheck.holds(request != null, "every text has a result");
        if (request instanceof ClientRequest.Faulty faulty) {
            String reply = ReplyEncoder.error(faulty.echo(), RequestRefusal.INVALID, faulty.detail());
            FuzzCheck.holds(
                    StrictJson.object(reply, REPLY_DEPTH) != null, "a reply is one valid JSON object: " + reply);
        }
    }
}
