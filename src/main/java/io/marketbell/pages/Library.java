package io.marketbell.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/**
 * A file out of a webjar, read once.
 *
 * @param path what it is asked for by; without a version, which pom.xml alone names
 * @param tag changes with its version
 */
record Library(String path, String type, String tag, byte[] content, byte[] compressed) {

    /** @param file where it lies in the jar, below the directory of the version */
    static Library of(String path, String group, String artifact, String file) {
        String version = version(group, artifact);
        byte[] content = read("META-INF/resources/webjars/" + artifact + '/' + version + '/' + file);
        String type = file.endsWith(".css") ? "text/css" : "text/javascript";
        return new Library(path, type, "W/\"" + version + '"', content, compress(content));
    }

    private static String version(String group, String artifact) {
        Properties coordinates = new Properties();
        try (InputStream properties = open("META-INF/maven/" + group + '/' + artifact + "/pom.properties")) {
            coordinates.load(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return coordinates.getProperty("version");
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Library.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(resource + " is not in the application; is its jar?");
        }
        return in;
    }

    private static byte[] compress(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
