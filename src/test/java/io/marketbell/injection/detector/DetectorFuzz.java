package io.marketbell.injection.detector;

import io.marketbell.fuzz.FuzzCheck;
import io.marketbell.injection.detector.InjectionDetector.Origin;
import java.nio.charset.StandardCharsets;

/** The detector: any text has a verdict, always the same, after work that is linear in its length. */
public final class DetectorFuzz {
    private static final int STEPS_PER_CHARACTER = 150;
    private static final int STEPS = 10_000;

    private DetectorFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        for (Origin origin : Origin.values()) {
            TextInspection inspection = new TextInspection();
            Object found = inspection.inspect(text, origin);
            FuzzCheck.holds(
                    inspection.steps() <= STEPS + STEPS_PER_CHARACTER * text.length(),
                    inspection.steps() + " steps for " + text.length() + " characters");
            FuzzCheck.holds(found == new TextInspection().inspect(text, origin), "the verdict is always the same");
        }
        InjectionDetector.grade(text);
    }
}
