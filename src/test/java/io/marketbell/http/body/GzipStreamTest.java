package io.marketbell.http.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.http.problem.ProblemException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipStreamTest {
    private static final byte[] TEXT = "{\"type\":\"SYSTEM_NOTICE\",\"body\":{\"text\":\"gzip\"}}".getBytes(UTF_8);

    private final BodyBudget budget = new BodyBudget(1 << 20);
    private final BodyReservation body = new BodyReservation(budget, Duration.ofSeconds(60), () -> 0);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void contentIsDecompressed(int atOnce) throws IOException {
        byte[] large = new byte[50_000];
        new Random(1).nextBytes(large);
        Arrays.fill(large, 10_000, 40_000, (byte) 'x');

        assertThat(read(gzip(TEXT), atOnce)).isEqualTo(TEXT);
        assertThat(read(gzip(large), atOnce)).isEqualTo(large);
        assertThat(read(gzip(new byte[0]), atOnce)).isEmpty();
    }

    @Test
    void membersAreConcatenated() throws IOException {
        assertThat(read(joined(gzip(TEXT), gzip(TEXT)), 5)).isEqualTo(joined(TEXT, TEXT));
    }

    @Test
    void optionalFieldsOfTheHeaderAreSkipped() throws IOException {
        byte[] plain = gzip(TEXT);
        byte[] begun = {0x1F, (byte) 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 2, 0, 'a', 'b', 'n', 0, 'c', 0};
        CRC32 checksum = new CRC32();
        checksum.update(begun);
        byte[] verified = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);

        assertThat(read(joined(begun, verified, rest), 5)).isEqualTo(TEXT);

        verified[0]++;
        assertThatThrownBy(() -> read(joined(begun, verified, rest), 5)).hasMessageContaining("damaged");
    }

    static IntStream lengths() {
        return IntStream.range(0, gzip(TEXT).length);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void everyTruncatedBodyIsRejected(int length) {
        assertThatThrownBy(() -> read(Arrays.copyOf(gzip(TEXT), length), 5))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(400))
                .hasMessage("the gzip data of the body is incomplete");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, -1, -2, -3, -4, -5, -6, -7, -8})
    void damagedHeaderOrTrailerIsRejected(int at) {
        byte[] damaged = gzip(TEXT);
        damaged[at < 0 ? damaged.length + at : at] ^= (byte) 0xE0;

        assertThatThrownBy(() -> read(damaged, 5))
                .isInstanceOf(ProblemException.class)
                .hasMessage("the gzip data of the body is damaged");
    }

    @Test
    void damagedContentIsRejected() {
        int padded = gzip(TEXT).length - 9; // has unused bits
        for (int at = 10; at < padded; at++) {
            byte[] damaged = gzip(TEXT);
            damaged[at] ^= 0x10;
            assertThatThrownBy(() -> read(damaged, 5)).as("byte %s", at).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void otherBytesAfterTheLastMemberAreRejected() {
        assertThatThrownBy(() -> read(joined(gzip(TEXT), "junk in the trailer".getBytes(UTF_8)), 5))
                .hasMessage("the gzip data of the body is damaged");
        assertThatThrownBy(() -> read(TEXT, 5)).hasMessage("the gzip data of the body is damaged");
    }

    @Test
    void decompressedBytesAreCharged() throws IOException {
        byte[] compressed = gzip(new byte[2 << 20]);
        assertThat(compressed).hasSizeLessThan(1 << 14);

        assertThatThrownBy(() -> read(compressed, 8_192))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(413));
    }

    @Test
    void releasedStreamCannotBeRead() throws IOException {
        GzipStream stream = new GzipStream(new Bytes(gzip(TEXT)), body);
        assertThat(stream.read()).isEqualTo('{');
        stream.release();
        stream.release();

        assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }

    private byte[] read(byte[] compressed, int atOnce) throws IOException {
        GzipStream stream = new GzipStream(new Bytes(compressed), body);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[atOnce];
        int length;
        while ((length = stream.read(buffer)) >= 0) {
            read.write(buffer, 0, length);
        }
        assertThat(stream.isFinished()).isTrue();
        assertThat(stream.read()).isNegative();
        return read.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Returns at most three bytes for each call, as a slow connection would. */
    private static final class Bytes extends ServletInputStream {
        private final InputStream in;

        Bytes(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, Math.min(3, length));
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {}
    }
}
