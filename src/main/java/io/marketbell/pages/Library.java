package io.marketbell.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/**
 * A file from a webjar, loaded once.
 *
 * @param path request path, without a version; only pom.xml names the version
 * @param tag ETag; changes with the version
 */
record Library(String path, String type, String tag, byte[] content, byte[] compressed) {

    /** @param file path in the jar, relative to the directory of the version */
    static Library of(String path, String group, String artifact, String file) {
        try {
            String version = version(group, artifact);
            byte[] content;
            try (InputStream in = open("META-INF/resources/webjars/" + artifact + '/' + version + '/' + file)) {
                content = in.readAllBytes();
            }
            String type = file.endsWith(".css") ? "text/css" : "text/javascript";
            return new Library(path, type, "W/\"" + version + '"', content, compress(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(String group, String artifact) throws IOException {
        Properties coordinates = new Properties();
        try (InputStream properties = open("META-INF/maven/" + group + '/' + artifact + "/pom.properties")) {
            coordinates.load(properties);
        }
        return coordinates.getProperty("version");
    }

    private static InputStream open(String resource) {
        InputStream in = Library.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(resource + " not found in the application; is its jar missing?");
        }
        return in;
    }

    private static byte[] compress(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
