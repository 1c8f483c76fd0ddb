package io.marketbell.json;

import java.util.Map;

/**
 * How large a tree may become.
 *
 * @param depth objects and arrays in one another, the outermost included
 * @param bytes of members of the outermost object, by name, as compact UTF-8. Escapes and digits are not counted, so
 *     that a larger member may be read; a smaller one is never refused
 * @param values members and elements in all, at any depth: each occupies heap, however short its text is
 */
public record TreeBounds(int depth, Map<String, Integer> bytes, int values) {
    public TreeBounds {
        bytes = Map.copyOf(bytes);
    }

    public TreeBounds(int depth, Map<String, Integer> bytes) {
        this(depth, bytes, Integer.MAX_VALUE);
    }

    public static TreeBounds depth(int depth) {
        return new TreeBounds(depth, Map.of());
    }
}
