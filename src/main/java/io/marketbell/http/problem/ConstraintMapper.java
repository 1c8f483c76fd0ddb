package io.marketbell.http.problem;

import io.marketbell.json.JsonPlace;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Comparator;
import java.util.List;

/**
 * Maps violations of Bean Validation to problems. Each place is a JSON pointer into the body or the name of a
 * parameter.
 */
@Provider
public class ConstraintMapper implements ExceptionMapper<ConstraintViolationException> {
    private final UriInfo uri;

    public ConstraintMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(ConstraintViolationException exception) {
        if (exception.getConstraintViolations().stream().anyMatch(ConstraintMapper::isOfReturnValue)) {
            return ProblemResponse.of(ExceptionProblems.incident(exception), uri);
        }
        List<Problem.Flaw> flaws = exception.getConstraintViolations().stream()
                .map(violation -> new Problem.Flaw(pointer(violation.getPropertyPath()), violation.getMessage()))
                .sorted(Comparator.comparing(Problem.Flaw::pointer).thenComparing(Problem.Flaw::detail))
                .toList();
        return ProblemResponse.of(Problem.invalid(flaws), uri);
    }

    /** Whether a return value is invalid, which is a server error. */
    private static boolean isOfReturnValue(ConstraintViolation<?> violation) {
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }

    static String pointer(Path path) {
        StringBuilder pointer = new StringBuilder();
        String parameter = "";
        for (Path.Node node : path) {
            switch (node.getKind()) {
                case PARAMETER -> parameter = node.getName();
                case PROPERTY, CONTAINER_ELEMENT, BEAN -> {
                    if (node.getIndex() != null) {
                        pointer.append('/').append(node.getIndex());
                    } else if (node.getKey() != null) {
                        pointer.append(JsonPlace.step(node.getKey().toString()));
                    }
                    if (node.getKind() == ElementKind.PROPERTY) {
                        pointer.append(JsonPlace.step(node.getName()));
                    }
                }
                default -> {}
            }
        }
        return pointer.isEmpty() ? parameter : pointer.toString();
    }
}
