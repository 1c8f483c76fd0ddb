package io.marketbell.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private final List<String> seen = new ArrayList<>();
    private final FrameReader.Sink sink = new FrameReader.Sink() {
        @Override
        public void text(byte[] bytes, int from, int to) {
            seen.add("text " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void ping(byte[] bytes, int from, int to) {
            seen.add("ping " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void close(int code, String reason) {
            seen.add("close " + code + ' ' + reason);
        }

        @Override
        public void violation(String what) {
            seen.add("violation " + what);
        }
    };

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Frames with every length encoding, a message in three fragments with a ping between them, and a close frame. */
    private static byte[] conversation() {
        return SampleFrames.join(
                SampleFrames.text("a"),
                SampleFrames.text("b".repeat(125)),
                SampleFrames.text("c".repeat(126)),
                SampleFrames.frame(0x01, utf8("frag")),
                SampleFrames.frame(0x89, utf8("beat")),
                SampleFrames.frame(0x00, utf8("men")),
                SampleFrames.frame(0x80, utf8("ted")),
                SampleFrames.text(""),
                SampleFrames.frame(0x88, new byte[] {0x0f, (byte) 0xa2, 's', 'l', 'o', 'w'}));
    }

    private static final List<String> CONVERSATION = List.of(
            "text a",
            "text " + "b".repeat(125),
            "text " + "c".repeat(126),
            "ping beat",
            "text fragmented",
            "text ",
            "close 4002 slow");

    @Test
    void readsFramesSplitAtAnyByte() {
        byte[] bytes = conversation();
        for (int cut = 0; cut <= bytes.length; cut++) {
            seen.clear();
            FrameReader reader = new FrameReader();
            reader.accept(Arrays.copyOf(bytes, cut), 0, cut, sink);
            reader.accept(bytes, cut, bytes.length, sink);
            assertThat(seen).as("cut at %d", cut).isEqualTo(CONVERSATION);
        }
    }

    @Test
    void readsFramesByteByByte() {
        byte[] bytes = conversation();
        FrameReader reader = new FrameReader();
        byte[] one = new byte[1];
        for (byte b : bytes) {
            // the buffer is reused, like the generator's
            one[0] = b;
            reader.accept(one, 0, 1, sink);
        }
        assertThat(seen).isEqualTo(CONVERSATION);
    }

    @Test
    void readsFramesInRandomPieces() {
        Random random = new Random(7);
        byte[] bytes = conversation();
        byte[] shared = new byte[64];
        for (int run = 0; run < 2_000; run++) {
            seen.clear();
            FrameReader reader = new FrameReader();
            int at = 0;
            while (at < bytes.length) {
                int piece = Math.min(1 + random.nextInt(shared.length), bytes.length - at);
                System.arraycopy(bytes, at, shared, 0, piece);
                reader.accept(shared, 0, piece, sink);
                at += piece;
            }
            assertThat(seen).isEqualTo(CONVERSATION);
        }
    }

    @Test
    void readsTheLongLengthAtEverySplitOfItsHeader() {
        byte[] bytes = SampleFrames.join(SampleFrames.text("x".repeat(70_000)), SampleFrames.text("after"));
        for (int cut = 0; cut < 16; cut++) {
            seen.clear();
            FrameReader reader = new FrameReader();
            reader.accept(bytes, 0, cut, sink);
            reader.accept(bytes, cut, 40_000, sink);
            reader.accept(bytes, 40_000, bytes.length, sink);
            assertThat(seen).containsExactly("text " + "x".repeat(70_000), "text after");
        }
    }

    @Test
    void rejectsAMaskedFrameFromAServer() {
        FrameReader reader = new FrameReader();
        byte[] masked = ClientFrames.text("no server masks", 0x01020304).array();
        reader.accept(SampleFrames.join(masked, SampleFrames.text("after")), 0, masked.length, sink);
        assertThat(seen).containsExactly("violation a masked frame from a server");
    }

    @Test
    void rejectsBrokenFraming() {
        assertThat(violationOf(SampleFrames.frame(0x80, utf8("x")))).isEqualTo("violation a continuation of nothing");
        assertThat(violationOf(SampleFrames.frame(0xc1, utf8("x"))))
                .isEqualTo("violation reserved bits without an extension");
        assertThat(violationOf(SampleFrames.frame(0x82, utf8("x")))).isEqualTo("violation opcode 2");
        assertThat(violationOf(SampleFrames.join(SampleFrames.frame(0x01, utf8("a")), SampleFrames.text("b"))))
                .isEqualTo("violation a message inside another");
        assertThat(violationOf(new byte[] {(byte) 0x81, 127, -1, 0, 0, 0, 0, 0, 0, 0}))
                .startsWith("violation a frame of ");
    }

    private String violationOf(byte[] bytes) {
        seen.clear();
        new FrameReader().accept(bytes, 0, bytes.length, sink);
        return seen.get(seen.size() - 1);
    }

    @Test
    void aCloseWithoutACodeIs1005() {
        byte[] bytes = SampleFrames.frame(0x88, new byte[0]);
        new FrameReader().accept(bytes, 0, bytes.length, sink);
        assertThat(seen).containsExactly("close 1005 ");
    }
}
