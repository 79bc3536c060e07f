# One image for every part; compose says which part a container is. Installs with the same bootstrap as `make run`.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY . .
RUN python3 -I veiligheid/bootstrap.py image && rm -rf node_modules

FROM python:3.11-slim-bookworm
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin veiligheid \
    && install -d -o veiligheid -g veiligheid -m 0700 /state
WORKDIR /app
COPY --from=build /app /app
ENV DJANGO_SETTINGS_MODULE=veiligheid.settings.production \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STATE_DIR=/state \
    WEB_BIND=0.0.0.0:8000
USER veiligheid
VOLUME /state
ENTRYPOINT ["/app/.venv/bin/python", "-m", "veiligheid.supervisor"]
CMD ["part", "web"]
