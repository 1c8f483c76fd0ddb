package io.marketbell.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminPathsTest {

    @Test
    void everyResourceForAdminsIsAnAdminPath() {
        List<String> roots = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.marketbell").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .filter(AdminPathsTest::hasMethodForAdminsOnly)
                        .map(type -> "/api/v1/"
                                + type.getAnnotationOfType(Path.class).value().replaceAll("^/", ""))
                        .toList();

        assertThat(roots).isNotEmpty();
        assertThat(AdminPaths.ROOTS).containsAll(roots);
    }

    private static boolean hasMethodForAdminsOnly(JavaClass resource) {
        return resource.isAnnotatedWith(RolesAllowed.class)
                        && isAdminsOnly(resource.getAnnotationOfType(RolesAllowed.class))
                || resource.getMethods().stream()
                        .anyMatch(method -> method.isAnnotatedWith(RolesAllowed.class)
                                && isAdminsOnly(method.getAnnotationOfType(RolesAllowed.class)));
    }

    private static boolean isAdminsOnly(RolesAllowed roles) {
        return List.of(roles.value()).equals(List.of(Role.ADMIN_NAME));
    }
}
