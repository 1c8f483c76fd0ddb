package io.marketbell.testkit.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Node.js, if an installed version is new enough for the tests and the client. */
public final class Node {
    private static final int OLDEST = 20;
    /** The first version with a built-in WebSocket; older versions need an option. */
    private static final int WITH_SOCKETS = 22;

    private Node() {}

    /** The start of a command line; skips the test if there is no suitable Node.js. */
    public static List<String> command() throws IOException {
        Path node = Programs.demand("node");
        Process asked = new ProcessBuilder(node.toString(), "--version").start();
        String version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int major = Integer.parseInt(version.replaceAll("^v(\\d+)[\\s\\S]*", "$1"));
        if (major < OLDEST) {
            Programs.missing("Node.js is older than " + OLDEST);
        }
        List<String> command = new ArrayList<>(List.of(node.toString()));
        if (major < WITH_SOCKETS) {
            command.add("--experimental-websocket");
        }
        return command;
    }
}
