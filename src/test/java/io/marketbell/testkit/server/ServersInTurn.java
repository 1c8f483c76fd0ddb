package io.marketbell.testkit.server;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Orders test classes: in-container tests first, then those that use the shared product server, then those that start
 * their own.
 */
public final class ServersInTurn implements ClassOrderer {

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors()
                .sort(Comparator.comparingInt(ServersInTurn::turn)
                        .thenComparing(each -> each.getTestClass().getName()));
    }

    private static int turn(ClassDescriptor each) {
        return each.findAnnotation(ProductServer.class)
                .map(server -> server.shared() ? 1 : 2)
                .orElse(0);
    }
}
