package io.marketbell.json;

import java.util.Map;

/**
 * The limits of a parsed tree.
 *
 * @param depth nesting depth of objects and arrays, including the outermost
 * @param bytes maximum size of members of the outermost object, by name, as compact UTF-8. Escapes and digits are not
 *     counted, so a larger member may be accepted; a smaller one is never rejected
 * @param values number of members and elements at all depths: each occupies heap, regardless of the length of its text
 */
public record TreeBounds(int depth, Map<String, Integer> bytes, int values) {
    public TreeBounds {
        bytes = Map.copyOf(bytes);
    }

    public static TreeBounds depth(int depth) {
        return new TreeBounds(depth, Map.of(), Integer.MAX_VALUE);
    }
}
