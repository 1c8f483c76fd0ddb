package io.marketbell.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibraryTest {

    @Test
    void aFileIsFoundIndependentOfItsVersion() {
        Library library = Library.of("/docs/lib/swagger-ui.css", "org.webjars", "swagger-ui", "swagger-ui.css");

        assertThat(library.type()).isEqualTo("text/css");
        assertThat(library.tag()).matches("W/\"\\d+\\.\\d+\\.\\d+\"");
        assertThat(library.compressed().length).isBetween(1, library.content().length / 2);
    }
}
