package io.marketbell.architecture.planted.database;

import io.marketbell.architecture.planted.notification.NotificationDependsOnJson;

/** Violates: database access must not depend on the packages that store data. */
record DatabaseDependsOnNotification(NotificationDependsOnJson notification) {}
