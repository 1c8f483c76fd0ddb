package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.marketbell.edge.limit.PageLimitFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.annotation.WebFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The order of all filters in web.xml; FilterOrderIT verifies that the server follows it. */
class FilterOrderTest {
    /** All filters, in the only order that is safe. */
    private static final List<String> ORDER = List.of(
            "trace",
            "metrics",
            "headers",
            "forwarded",
            "audit",
            "hosts",
            "https",
            "cors",
            "limits",
            "page-methods",
            "request-headers",
            "credentials",
            "injection",
            "bodies",
            "handshake");

    @Test
    void filtersAreInTheSafeOrder() throws Exception {
        List<String> mapped = texts("filter-mapping", "filter-name");

        assertThat(mapped).doesNotHaveDuplicates().isSubsetOf(ORDER);
        assertThat(mapped).containsSubsequence("headers", "forwarded", "hosts", "https", "cors", "credentials");
        assertThat(mapped).isEqualTo(ORDER.stream().filter(mapped::contains).toList());
    }

    @Test
    void everyFilterIsInTheOrder() throws Exception {
        List<String> declared = texts("filter", "filter-class");
        List<String> existing = new ClassFileImporter()
                        .importUrl(HeadersFilter.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation())
                        .stream()
                        .filter(type -> type.isAssignableTo(Filter.class) && !type.isInterface())
                        // apply to the server's own pages only: ServerPageFilters
                        .filter(type -> Stream.of(
                                        ServerPageResponseFilter.class,
                                        MetricsAccessFilter.class,
                                        PageLimitFilter.class)
                                .noneMatch(type::isEquivalentTo))
                        .map(JavaClass::getName)
                        .toList();

        assertThat(declared).containsExactlyInAnyOrderElementsOf(existing);
        assertThat(texts("filter", "filter-name"))
                .containsExactlyInAnyOrderElementsOf(texts("filter-mapping", "filter-name"));
    }

    /** An annotation with another name would map the filter a second time, in an order chosen by the server. */
    @Test
    void filterAnnotationsHaveTheNamesOfWebXml() throws Exception {
        List<String> names = texts("filter", "filter-name");
        List<String> classes = texts("filter", "filter-class");

        for (int i = 0; i < classes.size(); i++) {
            WebFilter annotation = Class.forName(classes.get(i)).getAnnotation(WebFilter.class);
            if (annotation != null) {
                assertThat(annotation.filterName()).isEqualTo(names.get(i));
            }
        }
    }

    private static List<String> texts(String element, String child) throws Exception {
        Document web = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(Path.of("src/main/webapp/WEB-INF/web.xml").toFile());
        NodeList elements = web.getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < elements.getLength(); i++) {
            texts.add(((Element) elements.item(i))
                    .getElementsByTagName(child)
                    .item(0)
                    .getTextContent()
                    .strip());
        }
        return texts;
    }
}
