package io.marketbell.monitoring;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** Simulates the container's output stream, with configurable delay and failures. */
public final class FakeOutput extends ServletOutputStream {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    public boolean broken;

    /** Runs while a write is in progress. */
    public Runnable meanwhile = () -> {};

    public boolean completed;

    public AsyncContext async() {
        return (AsyncContext) Proxy.newProxyInstance(
                AsyncContext.class.getClassLoader(),
                new Class<?>[] {AsyncContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("complete")) {
                        completed = true;
                    }
                    return null;
                });
    }

    public String text() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException("this output blocks on write");
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        meanwhile.run();
        super.write(bytes);
    }

    @Override
    public void write(int one) throws IOException {
        if (broken) {
            throw new IOException("connection reset");
        }
        taken.write(one);
    }
}
