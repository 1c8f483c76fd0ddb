package io.marketbell.identity.apikey;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The encryption key, in a file that only the server's user may read; created on the first start. */
final class SecretKeyFile {
    static final String NAME = "callback-secrets.key";

    private SecretKeyFile() {}

    static byte[] readOrMake(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            create(directory, file);
        }
        return Base64.getDecoder().decode(Files.readString(file).strip());
    }

    private static void create(Path directory, Path file) throws IOException {
        byte[] key = new byte[SecretCipher.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        // Written to a temporary file and then linked to its name: a crash leaves no partial key, and concurrent starts
        // use the same key.
        Path draft = Files.createTempFile(directory, NAME, ".new", forOwnerOnly());
        try {
            Files.writeString(draft, Base64.getEncoder().encodeToString(key) + "\n");
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // a concurrent start was faster; its key is used
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Returns the attributes of a new file that only the server's user may read, where the file system has such. */
    static FileAttribute<?>[] forOwnerOnly() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
