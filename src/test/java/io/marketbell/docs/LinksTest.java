package io.marketbell.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Relative links and anchors of the documentation resolve; every page is short, and reachable from the index. */
class LinksTest {
    private static final int MOST_WORDS = 1_500;
    private static final Path DOCS = Path.of("docs");
    private static final Path INDEX = DOCS.resolve("index.md");
    private static final Pattern FENCED = Pattern.compile("(?ms)^\\s*```.*?^\\s*```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)|(?m)^\\[[^\\]]+]:\\s+(\\S+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?)\\s*$");
    private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");
    private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    private static String read(Path page) throws IOException {
        return Files.readString(page);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(""))) {
            files.filter(LinksTest::isPage).forEach(pages::add);
        }
        pages.addAll(docs());
        return pages;
    }

    private static List<Path> docs() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            return files.filter(LinksTest::isPage).sorted().toList();
        }
    }

    private static boolean isPage(Path file) {
        return file.getFileName().toString().endsWith(".md");
    }

    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(FENCED.matcher(read(page)).replaceAll(""))
                .results()
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .filter(link -> !link.matches("(?i)[a-z][a-z0-9+.-]*:.*") && !link.startsWith("/"))
                .toList();
    }

    /**
     * The anchors that GitHub derives from headings: in lower case, hyphens for spaces, other signs removed; repeated
     * ones numbered.
     */
    private static Set<String> anchors(Path page) throws IOException {
        String text = FENCED.matcher(read(page)).replaceAll("");
        Set<String> anchors =
                ANCHOR.matcher(text).results().map(a -> a.group(1)).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Integer> seen = new HashMap<>();
        HEADING.matcher(text).results().forEach(heading -> {
            String anchor = heading.group(1)
                    .replaceAll("\\]\\([^)]*\\)", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    private static Path target(Path page, String link) {
        String path = link.replaceFirst("#.*", "");
        return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    @Test
    void everyRelativeLinkAndAnchorResolves() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (String link : links(page)) {
                Path target = target(page, link);
                if (!Files.exists(target)) {
                    broken.add(page + ": " + link);
                } else if (link.contains("#")
                        && isPage(target)
                        && !anchors(target).contains(link.replaceFirst(".*#", ""))) {
                    broken.add(page + ": " + link + " (no such heading)");
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    /** Decision records may be longer; code is not counted. */
    @Test
    void everyPageIsWithinTheWordLimit() throws IOException {
        Map<Path, Long> tooLong = new HashMap<>();
        for (Path page : docs()) {
            if (page.startsWith(DOCS.resolve("adr"))) {
                continue;
            }
            long words = WORD.matcher(FENCED.matcher(read(page)).replaceAll(""))
                    .results()
                    .count();
            if (words > MOST_WORDS) {
                tooLong.put(page, words);
            }
        }

        assertThat(tooLong).as("pages of more than %s words", MOST_WORDS).isEmpty();
    }

    @Test
    void everyPageIsReachableFromTheIndex() throws IOException {
        Set<Path> reached = new TreeSet<>(Set.of(INDEX));
        Deque<Path> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            Path page = open.pop();
            for (String link : links(page)) {
                Path target = target(page, link);
                if (isPage(target) && Files.exists(target) && target.startsWith(DOCS) && reached.add(target)) {
                    open.push(target);
                }
            }
        }

        assertThat(docs()).allSatisfy(page -> assertThat(reached).contains(page));
    }
}
