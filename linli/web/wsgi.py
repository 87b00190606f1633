import os

from django.core.wsgi import get_wsgi_application

from linli.web.processes import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.web.settings")
end_with_server()
application = get_wsgi_application()
