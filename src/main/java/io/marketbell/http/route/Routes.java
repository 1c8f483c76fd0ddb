package io.marketbell.http.route;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All routes. Matching takes time proportional to the length of the path for any input. Variable patterns are ignored,
 * so a path that a resource rejects because of its variable still counts as that resource's route.
 */
public final class Routes {
    private static final String ATTRIBUTE = Destination.class.getName();

    private final Map<String, Place> plain = new HashMap<>();
    private final List<Place> varying = new ArrayList<>();
    private final Set<String> roots = new HashSet<>();
    private final SortedSet<String> endpoints = new TreeSet<>();
    private final SortedSet<String> templates = new TreeSet<>();

    /** All methods of a template. As in JAX-RS, the path alone selects the template. */
    private record Place(PathTemplate template, String label, Map<String, Destination> methods, Destination otherwise) {
        Place(PathTemplate template) {
            this(template, template.label(), new HashMap<>(), Destination.of(template.label()));
        }

        Destination add(String method) {
            return methods.computeIfAbsent(method, added -> Destination.of(added, label));
        }

        Destination of(String method) {
            Destination own = methods.get(method);
            if (own == null && method.equals("HEAD")) {
                own = methods.get("GET");
            }
            return own == null ? otherwise : own;
        }
    }

    public Routes(Collection<Route> routes) {
        Map<String, Place> places = new TreeMap<>();
        for (Route route : routes) {
            PathTemplate template = new PathTemplate(route.template());
            Place place = places.computeIfAbsent(template.shape(), first -> new Place(template));
            endpoints.add(place.add(route.method()).endpoint());
        }
        for (Place place : places.values()) {
            templates.add(place.label());
            roots.add(place.template().root());
            if (place.template().isPlain()) {
                plain.put(place.label(), place);
            } else {
                varying.add(place);
            }
        }
        varying.sort((one, other) -> PathTemplate.PRECEDENCE.compare(one.template(), other.template()));
    }

    /** Returns each method with each template, such as {@code GET /api/v1/notifications/{id}}. */
    public SortedSet<String> endpoints() {
        return Collections.unmodifiableSortedSet(endpoints);
    }

    /** Returns each template once, such as {@code /api/v1/notifications/{id}}. */
    public SortedSet<String> templates() {
        return Collections.unmodifiableSortedSet(templates);
    }

    /** Returns the route of a request. It is matched on first use and stored as a request attribute. */
    public Destination of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Destination known) {
            return known;
        }
        String info = request.getPathInfo();
        String path = info == null ? request.getServletPath() : request.getServletPath() + info;
        Destination found = find(request.getMethod(), path);
        request.setAttribute(ATTRIBUTE, found);
        return found;
    }

    /** @param path decoded path within the application */
    public Destination find(String method, String path) {
        String normalized = normalized(path);
        Place known = plain.get(normalized);
        if (known != null) {
            return known.of(method);
        }
        if (!roots.contains(root(normalized))) {
            return Destination.OUTSIDE;
        }
        String[] segments = normalized.substring(1).split("/", -1);
        for (Place place : varying) {
            if (place.template().matches(segments)) {
                return place.of(method);
            }
        }
        return Destination.NOWHERE;
    }

    private static String root(String path) {
        int end = path.indexOf('/', 1);
        return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
    }

    /** Normalizes the path as JAX-RS does: removes matrix parameters and a trailing slash. */
    private static String normalized(String path) {
        String normalized = path.indexOf(';') < 0 ? path : withoutParameters(path);
        return normalized.length() > 1 && normalized.endsWith("/")
                ? normalized.substring(0, normalized.length() - 1)
                : normalized;
    }

    private static String withoutParameters(String path) {
        StringBuilder text = new StringBuilder(path.length());
        boolean parameter = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            parameter = c == ';' || parameter && c != '/';
            if (!parameter) {
                text.append(c);
            }
        }
        return text.toString();
    }
}
