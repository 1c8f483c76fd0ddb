package io.marketbell.blackbox;

import io.marketbell.testkit.client.RawHttp;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;

/** Sends requests over HTTPS with Basic credentials. Accepts the server's self-signed certificate. */
final class SecureClient {
    private final int port;

    SecureClient(int port) {
        this.port = port;
    }

    /** @param credentials a user, a colon and a password; or null */
    int status(String path, String credentials) throws IOException {
        HttpsURLConnection connection =
                (HttpsURLConnection) new URL("https://127.0.0.1:" + port + path).openConnection();
        connection.setSSLSocketFactory(RawHttp.trusting().getSocketFactory());
        connection.setHostnameVerifier((host, session) -> true);
        connection.setInstanceFollowRedirects(false);
        if (credentials != null) {
            connection.setRequestProperty("Authorization", basic(credentials));
        }
        return connection.getResponseCode();
    }

    static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
