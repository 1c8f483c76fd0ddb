package io.marketbell.json;

/** The steps of a JSON pointer (RFC 6901). */
public final class PointerStep {
    private static final int NAME_LENGTH = 64;

    private PointerStep() {}

    /** The step for a member's name, with its slash; escaped, and shortened to 64 characters. */
    public static String of(String name) {
        String shown = name.length() <= NAME_LENGTH ? name : name.substring(0, NAME_LENGTH - 3) + "...";
        return "/" + shown.replace("~", "~0").replace("/", "~1");
    }

    public static String of(int index) {
        return "/" + index;
    }
}
