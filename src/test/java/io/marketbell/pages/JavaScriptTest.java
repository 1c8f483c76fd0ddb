package io.marketbell.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.NotificationType;
import io.marketbell.testkit.browser.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of the pages that need no browser: Node's test runner, and static checks of the files. */
class JavaScriptTest {
    private static final Path PAGES = Path.of("src/main/webapp");

    @Test
    void theTestsInJavaScriptPass() throws Exception {
        List<String> command = Node.command();
        command.addAll(List.of("--test", "--test-reporter=tap"));
        try (Stream<Path> files = Files.list(Path.of("src/test/javascript"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".test.js")).forEach(command::add);
        }
        Process tests = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(tests.waitFor()).as(output).isZero();
        assertThat(output).containsPattern("# pass [1-9]\\d+").contains("# fail 0");
    }

    @Test
    void formsContainTheTypesAndTheirDurability() throws IOException {
        String types = Files.readString(PAGES.resolve("app/types.js"));
        for (NotificationType type : NotificationType.known()) {
            assertThat(types).contains("name: '" + type + "', durable: " + type.isDurable());
            String needs = Pattern.compile("name: '" + type + "'.*needs: \\[([^]]*)]")
                    .matcher(types)
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1);
            assertThat(needs.split("[', ]+"))
                    .as(type.name())
                    .filteredOn(each -> !each.isEmpty())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(NotificationType.Required.values())
                            .filter(type::requires)
                            .map(each -> each.name().toLowerCase(Locale.ROOT))
                            .toList());
        }
    }

    /** The content security policy blocks inline code and styles without a visible error on the page. */
    @Test
    void pagesContainNoInlineCodeOrStyle() throws IOException {
        String page = Files.readString(PAGES.resolve("index.html"));
        assertThat(page)
                .doesNotContainPattern("<script(?![^>]*\\ssrc=)")
                .doesNotContain("<style")
                .doesNotContainPattern("\\s(style|on\\w+)=");
    }

    /** Text from outside must be inserted as text, not as HTML. */
    @Test
    void nothingIsInsertedAsHtml() throws IOException {
        try (Stream<Path> files = Files.walk(PAGES)) {
            List<Path> scripts =
                    files.filter(file -> file.toString().endsWith(".js")).toList();
            assertThat(scripts).hasSizeGreaterThan(20);
            for (Path script : scripts) {
                assertThat(Files.readString(script))
                        .as(script.toString())
                        .doesNotContainPattern(
                                "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function");
            }
        }
    }
}
