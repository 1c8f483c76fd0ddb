package io.marketbell.app;

import io.marketbell.channel.FramePolicy;
import io.marketbell.injection.InjectionFinding;
import io.marketbell.injection.InjectionGuard;
import io.marketbell.injection.TextPlace;
import io.marketbell.injection.TextSource;
import io.marketbell.json.JsonPlace;
import io.marketbell.publish.TextPolicy;

/** Inspects the texts of publications and frames with the injection guard. */
record InspectedTexts(InjectionGuard guard) implements TextPolicy, FramePolicy {

    @Override
    public String refusal(TextPolicy.Kind kind, JsonPlace at, String text) {
        TextPlace place = kind == TextPolicy.Kind.FREE_TEXT ? TextPlace.TEXT : TextPlace.IDENTIFIER;
        return guard.refusal(TextSource.PUBLICATION, place, at::pointer, text)
                .map(InjectionFinding::advice)
                .orElse(null);
    }

    @Override
    public boolean refuses(FramePolicy.Kind kind, JsonPlace at, String text) {
        TextPlace place = kind == FramePolicy.Kind.FREE_TEXT ? TextPlace.TEXT : TextPlace.IDENTIFIER;
        return guard.refusal(TextSource.FRAME, place, at::pointer, text).isPresent();
    }
}
