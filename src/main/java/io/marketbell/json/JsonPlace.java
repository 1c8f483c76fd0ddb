package io.marketbell.json;

/**
 * The place of a value in a JSON text. It is converted to a pointer only when needed.
 *
 * @param parent the enclosing object or array; null for the outermost value
 * @param step the name of a member or an index; null for the outermost value
 * @param name the name of the nearest member that contains the value, or an empty text
 */
public record JsonPlace(JsonPlace parent, Object step, String name) {
    /** The place of the outermost value. */
    public static final JsonPlace ROOT = new JsonPlace(null, null);

    private static final int NAME_LENGTH = 64;

    JsonPlace(JsonPlace parent, Object step) {
        this(parent, step, step instanceof String name ? name : parent == null ? "" : parent.name);
    }

    public JsonPlace member(String name) {
        return new JsonPlace(this, name);
    }

    public JsonPlace element(int index) {
        return new JsonPlace(this, index);
    }

    /** Returns the JSON pointer (RFC 6901); long names are shortened. */
    public String pointer() {
        StringBuilder pointer = new StringBuilder();
        appendTo(pointer);
        return pointer.toString();
    }

    private void appendTo(StringBuilder pointer) {
        if (parent != null) {
            parent.appendTo(pointer);
            pointer.append(step instanceof String member ? step(member) : "/" + step);
        }
    }

    /** Returns a member's name as a step of a pointer, with its slash; escaped, and shortened to 64 characters. */
    public static String step(String name) {
        String shown = name.length() <= NAME_LENGTH ? name : name.substring(0, NAME_LENGTH - 3) + "...";
        return "/" + shown.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public String toString() {
        return pointer();
    }
}
