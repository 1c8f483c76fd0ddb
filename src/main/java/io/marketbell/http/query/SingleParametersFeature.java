package io.marketbell.http.query;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Rejects a repeated query parameter of a resource method: JAX-RS would use the first value silently, and a proxy or a
 * log may show the last one. A method accepts several values by a parameter whose type is a collection.
 */
@Provider
public class SingleParametersFeature implements DynamicFeature {

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        List<String> names = singleValued(resource.getResourceMethod());
        if (!names.isEmpty()) {
            // after the check of roles
            context.register(new SingleParameters(names), Priorities.USER);
        }
    }

    static List<String> singleValued(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(QueryParam.class))
                .filter(parameter -> !Collection.class.isAssignableFrom(parameter.getType()))
                .map(SingleParametersFeature::name)
                .toList();
    }

    private static String name(Parameter parameter) {
        return parameter.getAnnotation(QueryParam.class).value();
    }

    /** The faults of the parameters that have several values. */
    static List<Problem.Flaw> repeated(List<String> names, MultivaluedMap<String, String> query) {
        return names.stream()
                .filter(name -> query.containsKey(name) && query.get(name).size() > 1)
                .map(name -> new Problem.Flaw(name, "must be given once"))
                .toList();
    }

    private record SingleParameters(List<String> names) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (request.getUriInfo().getRequestUri().getRawQuery() == null) {
                return;
            }
            List<Problem.Flaw> faults = repeated(names, request.getUriInfo().getQueryParameters());
            if (!faults.isEmpty()) {
                request.abortWith(ProblemResponse.of(Problem.invalid(faults), request.getUriInfo()));
            }
        }
    }
}
