package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io/ioutil"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// tlsFiles names PEM files; one that is empty is not there.
type tlsFiles struct{ ca, cert, key string }

func (files tlsFiles) client() (grpc.DialOption, error) {
	if files.ca == "" {
		return grpc.WithInsecure(), nil
	}

	authorities, err := pool(files.ca)
	if err != nil {
		return nil, err
	}

	config := &tls.Config{RootCAs: authorities}
	if files.cert != "" {
		own, err := tls.LoadX509KeyPair(files.cert, files.key)
		if err != nil {
			return nil, err
		}

		config.Certificates = []tls.Certificate{own}
	}

	return grpc.WithTransportCredentials(credentials.NewTLS(config)), nil
}

func (files tlsFiles) server() ([]grpc.ServerOption, error) {
	if files.cert == "" {
		return nil, nil
	}

	own, err := tls.LoadX509KeyPair(files.cert, files.key)
	if err != nil {
		return nil, err
	}

	config := &tls.Config{Certificates: []tls.Certificate{own}}
	if files.ca != "" {
		if config.ClientCAs, err = pool(files.ca); err != nil {
			return nil, err
		}

		config.ClientAuth = tls.RequireAndVerifyClientCert
	}

	return []grpc.ServerOption{grpc.Creds(credentials.NewTLS(config))}, nil
}

func pool(file string) (*x509.CertPool, error) {
	pem, err := ioutil.ReadFile(file)
	if err != nil {
		return nil, err
	}

	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", file)
	}

	return authorities, nil
}
