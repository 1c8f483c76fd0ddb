package io.marketbell.fuzz;

import io.marketbell.channel.websocket.FrameFuzz;
import io.marketbell.edge.forwarded.ForwardedFuzz;
import io.marketbell.identity.token.TokenFuzz;
import io.marketbell.injection.detector.DetectorFuzz;
import io.marketbell.publish.rest.ItemFuzz;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The parsers of untrusted input that are fuzzed. */
final class FuzzTargets {
    static final List<FuzzTarget> ALL = List.of(
            new FuzzTarget(FrameFuzz.class, FrameFuzz::fuzzerTestOneInput),
            new FuzzTarget(ItemFuzz.class, ItemFuzz::fuzzerTestOneInput),
            new FuzzTarget(ForwardedFuzz.class, ForwardedFuzz::fuzzerTestOneInput),
            new FuzzTarget(TokenFuzz.class, TokenFuzz::fuzzerTestOneInput),
            new FuzzTarget(DetectorFuzz.class, DetectorFuzz::fuzzerTestOneInput));

    private static final Path SEEDS = Path.of("src/test/fuzz");

    private FuzzTargets() {}

    record FuzzTarget(Class<?> type, Consumer<byte[]> input) {

        String name() {
            return type.getSimpleName();
        }

        /** Examples, and inputs that once revealed a fault. */
        Path seeds() {
            return SEEDS.resolve(name());
        }
    }
}
