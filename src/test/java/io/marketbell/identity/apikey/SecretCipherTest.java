package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretCipherTest {
    private final SecretCipher cipher = new SecretCipher(new byte[32]);

    @Test
    void secretIsDecryptedOnlyForTheSameKeyId() {
        String sealed = cipher.seal("secret", "key1");

        assertThat(cipher.open(sealed, "key1")).asString().isEqualTo("secret");
        assertThat(cipher.seal("secret", "key1")).isNotEqualTo(sealed);
        assertThatThrownBy(() -> cipher.open(sealed, "key2")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cipher.open(sealed.replaceFirst("gcm1:....", "gcm1:AAAA"), "key1"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cipher.open("plain", "key1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theKeyFileIsMadeOnceForItsOwnerOnly(@TempDir Path directory) throws Exception {
        byte[] made = SecretKeyFile.readOrMake(directory.resolve("new"));
        byte[] read = SecretKeyFile.readOrMake(directory.resolve("new"));

        assertThat(read).isEqualTo(made).hasSize(32);
        try (var files = Files.list(directory.resolve("new"))) {
            assertThat(files)
                    .hasSize(1)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }
}
