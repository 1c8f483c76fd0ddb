package io.marketbell.identity.token;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/** The value of {@code mp.jwt.verify.publickey.location}: an HTTP URL, a file, or a resource of the application. */
record PublicKeyLocation(String text) {
    private static final String FILE = "file:";
    private static final String CLASSPATH = "classpath:";

    PublicKeyLocation {
        text = text.strip();
    }

    /** Returns whether it is on another host, which may be unavailable at the start. */
    boolean isRemote() {
        String scheme = text.toLowerCase(Locale.ROOT);
        return scheme.startsWith("http:") || scheme.startsWith("https:");
    }

    Callable<String> source() {
        if (isRemote()) {
            return new PublicKeyHost(URI.create(text));
        }
        if (text.startsWith(FILE)) {
            Path file =
                    text.startsWith(FILE + "/") ? Path.of(URI.create(text)) : Path.of(text.substring(FILE.length()));
            return () -> Files.readString(file);
        }
        Path file = Path.of(text);
        return !text.startsWith(CLASSPATH) && Files.exists(file) ? () -> Files.readString(file) : this::resource;
    }

    private String resource() throws IOException {
        String name = text.startsWith(CLASSPATH) ? text.substring(CLASSPATH.length()) : text;
        String path = name.startsWith("/") ? name : "/" + name;
        try (InputStream in = PublicKeyLocation.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("no file and no resource is named " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
