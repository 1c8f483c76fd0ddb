package io.marketbell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every operation of operators or admins that changes data must be audited and listed in {@link AuditedWrites}. */
class AuditedWritesTest {
    private static final List<String> OVERSEERS = List.of("operator", "admin");

    @Test
    void everyWriteOfOperatorsAndAdminsIsAudited() {
        Stream<String> writes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.marketbell").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(AuditedWritesTest::writes);

        assertThat(writes).containsExactlyInAnyOrderElementsOf(AuditedWrites.ACTIONS.keySet());
    }

    private static Stream<String> writes(JavaClass resource) {
        return resource.getMethods().stream()
                .map(JavaMethod::reflect)
                .filter(AuditedWritesTest::isForOverseersOnly)
                .flatMap(AuditedWritesTest::verb)
                .filter(line -> !line.startsWith(GET.class.getSimpleName()));
    }

    private static boolean isForOverseersOnly(Method method) {
        RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
        if (roles == null) {
            roles = method.getDeclaringClass().getAnnotation(RolesAllowed.class);
        }
        return roles != null && OVERSEERS.containsAll(Arrays.asList(roles.value()));
    }

    private static Stream<String> verb(Method method) {
        String path = segment(method.getDeclaringClass().getAnnotation(Path.class))
                + segment(method.getAnnotation(Path.class));
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getSimpleName() + ' ' + path);
    }

    /** Returns the path without the patterns of its variables. */
    private static String segment(Path path) {
        if (path == null) {
            return "";
        }
        String plain = path.value().replaceAll("\\{(\\w+):[^}]*}", "{$1}");
        return plain.startsWith("/") ? plain : '/' + plain;
    }
}
