package io.marketbell.json;

import java.util.Map;

/**
 * How large a tree may become.
 *
 * @param depth objects and arrays in one another, the outermost included
 * @param bytes of members of the outermost object, by name, as compact UTF-8. Escapes and digits are not counted, so
 *     that a larger member may be read; a smaller one is never refused
 */
public record TreeBounds(int depth, Map<String, Integer> bytes) {
    public TreeBounds {
        bytes = Map.copyOf(bytes);
    }

    public static TreeBounds depth(int depth) {
        return new TreeBounds(depth, Map.of());
    }
}
