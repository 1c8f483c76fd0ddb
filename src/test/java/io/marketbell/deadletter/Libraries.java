package io.marketbell.deadletter;

import java.io.File;
import java.net.URISyntaxException;
import java.util.Arrays;

/** Finds the jars that contain the given classes, for an archive. */
final class Libraries {

    private Libraries() {}

    static File[] of(Class<?>... classes) {
        return Arrays.stream(classes).map(Libraries::jar).distinct().toArray(File[]::new);
    }

    private static File jar(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
