package io.marketbell.apidocs;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Parameters with the same meaning in all operations, described here once by name. */
enum SharedParameter {
    TRACEPARENT(
            "traceparent",
            "W3C Trace Context; the trace id is recorded in the audit log",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            text -> text.maxLength(512)),
    SUBJECT(
            "subject",
            "Subject with its kind: user:, address:, handshake:, endpoint:, anonymous: or tier:; percent-encoded",
            "user:alice",
            text -> text.maxLength(300));

    private final String name;
    private final String meaning;
    private final String example;
    private final UnaryOperator<Schema> bounds;

    SharedParameter(String name, String meaning, String example, UnaryOperator<Schema> bounds) {
        this.name = name;
        this.meaning = meaning;
        this.example = example;
        this.bounds = bounds;
    }

    static Optional<SharedParameter> named(String name) {
        return Arrays.stream(values())
                .filter(shared -> shared.name.equals(name))
                .findFirst();
    }

    /** Keeps an example that the operation defines itself. */
    void describe(Parameter parameter) {
        Schema scanned = parameter.getSchema(); // has the pattern of a path parameter
        Schema schema = bounds.apply(OASFactory.createSchema().addType(SchemaType.STRING));
        parameter.description(meaning).schema(scanned == null ? schema : schema.pattern(scanned.getPattern()));
        if (parameter.getExample() == null) {
            parameter.example(example);
        }
    }
}
