package io.marketbell.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicPasswordTest {
    @Test
    void productionRefusesTheDefaultPasswordOfTheKeyStore() {
        for (Optional<String> known : List.of(Optional.<String>empty(), Optional.of(PublicPassword.KNOWN))) {
            assertThatThrownBy(() -> PublicPassword.require(true, known)).hasMessageContaining("KEYSTORE_PASSWORD");
            assertThatCode(() -> PublicPassword.require(false, known)).doesNotThrowAnyException();
        }
        assertThatCode(() -> PublicPassword.require(true, Optional.of("f3a1"))).doesNotThrowAnyException();
    }

    @Test
    void itIsTheDefaultOfTheServersConfiguration() throws IOException {
        assertThat(Files.readString(Path.of("server-config/includes/security.xml")))
                .contains("<variable name=\"KEYSTORE_PASSWORD\" defaultValue=\"" + PublicPassword.KNOWN + "\"/>");
    }
}
